; appends a list to itself for ever | limit native-fn
(define (grow xs) (grow (append xs xs)))
(grow '(1))
