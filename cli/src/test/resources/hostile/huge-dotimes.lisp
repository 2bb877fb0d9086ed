; counts to the end of all integers | limit native-fn
(dotimes (i 9223372036854775807) i)
