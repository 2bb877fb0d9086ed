; pads a text to all the memory there is | limit native-fn
(string-pad "x" 9223372036854775807)
