; the same under eval, where the chain may be longer | macro-expansion-limit limit
(defmacro forever (x) `(forever ,x))
(eval '(forever 1))
