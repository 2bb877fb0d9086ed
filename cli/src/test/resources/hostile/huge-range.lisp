; a range of a trillion times a million | limit native-fn
(range 0 1e18)
