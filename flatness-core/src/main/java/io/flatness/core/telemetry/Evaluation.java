package io.flatness.core.telemetry;

import java.util.Locale;

/** What is counted of a surface. */
public enum Evaluation {
    LOSS,
    GRADIENT,
    HVP;

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
