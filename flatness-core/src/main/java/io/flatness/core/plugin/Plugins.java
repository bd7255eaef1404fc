package io.flatness.core.plugin;

import java.util.List;

/** All plugins of a host, in the order of their folders and, within one, of their names. */
public record Plugins(List<Plugin> plugins) {
    /** Copies the list. */
    public Plugins {
        plugins = List.copyOf(plugins);
    }

    /** What cannot be used, one line each. */
    public List<String> problems() {
        return plugins.stream().flatMap(plugin -> plugin.problems().stream()).toList();
    }

    /**
     * The built-in components and those of the plugins.
     *
     * @throws PluginException when two provide the same name; the message names both
     */
    public Registry registry() {
        Registry.Builder builder = Registry.builder().addClassPath();
        for (Plugin plugin : plugins) {
            plugin.components()
                    .forEach(each -> builder.add(each.kind(), each.factory(), plugin.origin(), each.provider()));
            plugin.formats().forEach(format -> builder.addFormat(format, plugin.origin()));
        }
        return builder.build();
    }
}
