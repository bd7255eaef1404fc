package io.flatness.core.plugin;

import io.flatness.spi.DataSource;
import io.flatness.spi.ModelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The formats of files that experiments can read. */
final class Formats {
    /** The kinds of formats. */
    static final List<Class<?>> KINDS = List.of(ModelFormat.class, DataSource.class);

    private Formats() {}

    /** Those on the host's class path. */
    static List<Object> onClassPath() {
        List<Object> found = new ArrayList<>();
        for (Class<?> kind : KINDS) {
            ServiceLoader.load(kind, Formats.class.getClassLoader()).forEach(found::add);
        }
        return found;
    }
}
