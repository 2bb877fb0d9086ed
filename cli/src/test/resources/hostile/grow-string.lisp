; appends a character for ever | limit
(define (grow s) (grow (string-append s "x")))
(grow "")
