; a macro over nested two-element lists: exponential where conversion is careless | user limit refused
(defmacro id (x) x)
(id (quote (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a (a a))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
(throw "survived")
