; the same in whole numbers | limit native-fn
(range -9223372036854775807 9223372036854775807)
