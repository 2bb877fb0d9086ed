; a macro whose body calls the macro | refused macro-expansion-limit depth-exceeded limit
(defmacro inner () (list (quote quote) (inner)))
(inner)
