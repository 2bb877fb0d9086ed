; looks for one in a list of others | limit user
(define (dag n x) (if (= n 0) x (dag (- n 1) (list x x))))
(member? (dag 60 1) (list (dag 59 1) (dag 60 2) (dag 60 1)))
(throw "survived")
