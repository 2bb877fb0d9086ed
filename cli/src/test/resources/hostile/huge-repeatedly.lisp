; the same with a constant | limit native-fn
(repeatedly (lambda () 1) 9223372036854775807)
