; the same on the left | limit native-fn
(string-pad "x" -9223372036854775808)
