package io.sv2.reactive.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** All that anything logs while this is open, at TRACE and with its exceptions. */
public final class WholeLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("io.sv2");
  private final Level rootBefore = root.getLevel();
  private final Level oursBefore = ours.getLevel();
  private final Appender<ILoggingEvent> console = root.getAppender("out");
  private final List<String> texts = new CopyOnWriteArrayList<>();

  public WholeLog() {
    start();
    root.addAppender(this);
    root.detachAppender(console);
    root.setLevel(Level.TRACE);
    ours.setLevel(Level.TRACE);
  }

  @Override
  protected void append(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(event.getLoggerName()).append(' ');
    text.append(event.getMessage()).append('\n').append(event.getFormattedMessage());
    Object[] arguments = event.getArgumentArray();
    for (int i = 0; arguments != null && i < arguments.length; i++) {
      text.append('\n').append(arguments[i]);
    }
    append(text, event.getThrowableProxy());
    texts.add(text.toString());
  }

  private static void append(StringBuilder text, IThrowableProxy thrown) {
    if (thrown != null) {
      text.append('\n').append(thrown.getClassName()).append(": ").append(thrown.getMessage());
      append(text, thrown.getCause());
      for (IThrowableProxy suppressed : thrown.getSuppressed()) {
        append(text, suppressed);
      }
    }
  }

  /** A text for each event. */
  public List<String> texts() {
    return texts;
  }

  @Override
  public void close() {
    ours.setLevel(oursBefore);
    root.setLevel(rootBefore);
    root.addAppender(console);
    root.detachAppender(this);
  }
}
