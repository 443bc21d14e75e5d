package io.laserstreams.cli.options;

import io.laserstreams.tools.up.AppSetting;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code APP.KEY=VALUE}. */
public final class SettingConverter implements ITypeConverter<AppSetting> {
  @Override
  public AppSetting convert(String text) {
    try {
      return AppSetting.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
