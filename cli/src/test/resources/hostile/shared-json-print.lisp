; two pointers to each level, 60 levels: 2^60 elements given to json-print | limit
(define (dag n x) (if (= n 0) x (dag (- n 1) (list x x))))
(json-print (dag 60 1))
