; a list nested 100,000 deep, and then member? | user limit depth-exceeded native-fn
(define (nest n x) (if (= n 0) x (nest (- n 1) (list x))))
(define deep (nest 100000 1))
(member? deep (list (nest 100000 1)))
(throw "survived")
