; evaluates one as code | limit not-callable depth-exceeded
(define (dag n x) (if (= n 0) x (dag (- n 1) (list '+ x x))))
(eval (dag 60 1))
