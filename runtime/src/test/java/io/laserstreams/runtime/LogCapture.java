package io.laserstreams.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Captures what any logger logs while it is open. */
public final class LogCapture implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LogManager.getRootLogger();
  private final AbstractAppender appender;

  private LogCapture(Level threshold) {
    appender =
        new AbstractAppender("capture", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            if (event.getLevel().isMoreSpecificThan(threshold)) {
              lines.add(event.getMessage().getFormattedMessage());
            }
          }
        };
    appender.start();
    root.addAppender(appender);
  }

  /** Warnings and errors. */
  public static LogCapture ofWarnings() {
    return new LogCapture(Level.WARN);
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.removeAppender(appender);
    appender.stop();
  }
}
