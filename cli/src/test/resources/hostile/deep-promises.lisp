; promises nested 100,000 deep, forced and printed | user limit depth-exceeded
(define (nest n p) (if (= n 0) p (nest (- n 1) (let ((q (delay p))) (force q) q))))
(print (nest 100000 1))
(throw "survived")
