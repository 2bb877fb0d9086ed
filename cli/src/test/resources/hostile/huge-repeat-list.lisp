; the same element for ever | limit native-fn
(repeat-list "x" 9223372036854775807)
