; replaces each character by two for ever | limit
(define (grow s) (grow (string-replace s "x" "xx")))
(grow "x")
