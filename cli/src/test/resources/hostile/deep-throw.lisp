; throws a list nested 100,000 deep, which becomes the text of the error | user
(define (nest n x) (if (= n 0) x (nest (- n 1) (list x))))
(throw (nest 100000 1))
