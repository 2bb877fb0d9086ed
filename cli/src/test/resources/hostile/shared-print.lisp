; prints two pointers to each level, 60 levels | limit user
(define (dag n x) (if (= n 0) x (dag (- n 1) (list x x))))
(print (dag 60 1))
(throw "survived")
