; compares two of them that were built apart | limit user
(define (dag n x) (if (= n 0) x (dag (- n 1) (list x x))))
(equal? (dag 60 1) (dag 60 1))
(throw "survived")
