package dev.vigy.runtime.extension;

/// A bundle of verbs that a program may call.
///
/// Extensions are installed in order, and of two verbs of one name the later one is there, so an
/// extension behind the standard ones replaces their verbs and functions of the library, too. A
/// program's own definitions win over everything.
public interface HostExtension {
  /// Names it in messages.
  String name();

  /// Registers its verbs.
  void install(Verbs verbs);
}
