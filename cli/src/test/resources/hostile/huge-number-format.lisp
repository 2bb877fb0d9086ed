; asks for two billion decimals | limit native-fn
(number-format 1.5 2000000000)
