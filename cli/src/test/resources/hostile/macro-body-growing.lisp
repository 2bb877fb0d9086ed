; a macro whose body eats memory | refused limit
(define (grow xs) (grow (cons 1 xs)))
(defmacro never () (grow '()))
(never)
