package io.laserstreams.worker.language;

import static java.util.Objects.requireNonNull;

import java.lang.Character.UnicodeScript;
import java.util.Optional;
import java.util.Set;

/**
 * A language, as far as it takes to tell it from others.
 *
 * @param code of ISO 639-1
 * @param name in English
 * @param scripts in which it is written
 * @param needed a script that only this language has among those that share the others
 * @param words its commonest words, lower case; empty if the scripts tell enough
 */
public record Language(
    String code,
    String name,
    Set<UnicodeScript> scripts,
    Optional<UnicodeScript> needed,
    Set<String> words) {
  public Language {
    requireNonNull(code, "code is null");
    requireNonNull(name, "name is null");
    requireNonNull(needed, "needed is null");
    scripts = Set.copyOf(scripts);
    words = Set.copyOf(words);
  }
}
