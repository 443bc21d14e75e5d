package io.laserstreams.tools.up;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.apps.AppKind;

/** A configuration key of an app and its value. */
public record AppSetting(AppKind app, String key, String value) {
  public AppSetting {
    requireNonNull(app, "app is null");
    requireNonNull(key, "key is null");
    requireNonNull(value, "value is null");
  }

  /**
   * Reads {@code APP.KEY=VALUE}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static AppSetting parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' must be APP.KEY=VALUE, like scoring.http.port=0");
    }
    String name = text.substring(0, equals);
    int dot = name.indexOf('.');
    String app = dot < 0 ? "" : name.substring(0, dot);
    return AppKind.byId(app)
        .map(kind -> new AppSetting(kind, name.substring(dot + 1), text.substring(equals + 1)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + text
                        + "' names no app, must start with one of "
                        + AppKind.ids()
                        + " and a dot"));
  }
}
