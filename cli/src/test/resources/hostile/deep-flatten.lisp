; a list nested 100,000 deep, and then flatten | user limit depth-exceeded native-fn
(define (nest n x) (if (= n 0) x (nest (- n 1) (list x))))
(define deep (nest 100000 1))
(flatten deep)
(throw "survived")
