; doubles a string for ever | limit
(define (grow s) (grow (string-append s s)))
(grow "x")
