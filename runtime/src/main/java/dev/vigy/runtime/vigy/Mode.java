package dev.vigy.runtime.vigy;

/// Whether actions of a vigy are meant to be delivered; `PROPOSE` comes with issue *World*.
public enum Mode {
  ACT,
  OBSERVE
}
