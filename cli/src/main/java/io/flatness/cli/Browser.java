package io.flatness.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Shows a file in the user's browser. */
final class Browser {
    private final Console console;

    Browser(Console console) {
        this.console = console;
    }

    /** Starts it and does not wait; says where the file is when there is nothing to start. */
    void open(Path page) {
        String address = page.toAbsolutePath().toUri().toString();
        try {
            new ProcessBuilder(command(address))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            console.err().println("flatness: no browser could be started; open " + address + " yourself");
        }
    }

    private static List<String> command(String address) {
        String chosen = System.getenv("BROWSER");
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (chosen != null && !chosen.isBlank()) {
            return List.of(chosen, address);
        }
        if (system.contains("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", address);
        }
        return List.of(system.contains("mac") ? "open" : "xdg-open", address);
    }
}
