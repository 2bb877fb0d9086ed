; asks for more elements than there are atoms at hand | limit native-fn
(iterate inc 0 9223372036854775807)
