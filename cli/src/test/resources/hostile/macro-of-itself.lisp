; a macro that expands into itself | refused macro-expansion-limit
(defmacro forever (x) `(forever ,x))
(forever 1)
