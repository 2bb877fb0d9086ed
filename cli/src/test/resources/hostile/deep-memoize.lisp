; a list nested 100,000 deep, and then memoize | user limit depth-exceeded native-fn
(define (nest n x) (if (= n 0) x (nest (- n 1) (list x))))
(define deep (nest 100000 1))
((memoize (lambda (x) 1)) deep)
(throw "survived")
