; asks for two billion decimals, and hides it from the check | limit native-fn
(define decimals (vigy-get "decimals" 2000000000))
(number-format 1.5 decimals)
