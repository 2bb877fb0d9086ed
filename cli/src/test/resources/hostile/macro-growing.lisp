; a macro whose expansion grows at every turn | refused macro-expansion-limit limit
(defmacro grow (&rest xs) `(grow ,@xs ,@xs))
(grow 1)
