; two-element lists headed by a symbol, nested 5,000 deep, made into code | user limit depth-exceeded
(define (nest n x) (if (= n 0) x (nest (- n 1) (list 'a x))))
(eval (list 'quote (nest 5000 'a)))
(throw "survived")
