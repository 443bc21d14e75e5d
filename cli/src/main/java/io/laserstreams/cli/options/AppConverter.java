package io.laserstreams.cli.options;

import io.laserstreams.tools.apps.AppKind;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an app, for example {@code scoring}. */
public final class AppConverter implements ITypeConverter<AppKind> {
  @Override
  public AppKind convert(String name) {
    return AppKind.byId(name.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + name + "' is no app, must be one of " + AppKind.ids()));
  }
}
