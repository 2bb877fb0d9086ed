; a macro whose body never ends | refused limit
(defmacro never () (while #t 1))
(never)
