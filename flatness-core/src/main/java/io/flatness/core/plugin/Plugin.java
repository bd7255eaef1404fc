package io.flatness.core.plugin;

import java.util.List;

/**
 * One jar or folder of jars, as found.
 *
 * @param origin where it is
 * @param components what it provides and can be used
 * @param formats the formats of files that it provides
 * @param problems what cannot be used, one line each
 */
public record Plugin(Origin origin, List<Provided> components, List<Object> formats, List<String> problems) {
    /** Copies the lists. */
    public Plugin {
        components = List.copyOf(components);
        formats = List.copyOf(formats);
        problems = List.copyOf(problems);
    }
}
