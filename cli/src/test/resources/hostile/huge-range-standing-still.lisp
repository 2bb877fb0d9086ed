; a step that no longer changes the number, hidden from the check | limit native-fn
(define start (vigy-get "start" 1e17))
(range start 2e17 1)
