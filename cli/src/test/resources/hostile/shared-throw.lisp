; throws one, which becomes the text of the error | user limit
(define (dag n x) (if (= n 0) x (dag (- n 1) (list x x))))
(throw (dag 60 1))
