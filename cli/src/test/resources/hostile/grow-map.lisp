; adds a key for ever | limit
(define (grow m n) (grow (assoc m n n) (+ n 1)))
(grow (hash-map) 0)
