package io.flatness.core.bind;

import io.flatness.spi.Param;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a record.
 *
 * @param name its key
 * @param type what it can be
 * @param doc its description
 * @param defaultValue its default as YAML, or {@code null} when it has none
 * @param optional whether it may be left out without a default
 * @param pattern whether it may be a pattern of files
 */
record Parameter(
        String name,
        ParameterType type,
        String doc,
        @Nullable String defaultValue,
        boolean optional,
        boolean pattern) {
    static Parameter of(RecordComponent component) {
        Param param = component.getAnnotation(Param.class);
        ParameterType type = ParameterType.of(component.getGenericType());
        if (param == null) {
            return new Parameter(component.getName(), type, "", null, false, false);
        }
        String defaultValue = param.defaultValue().isEmpty() ? null : param.defaultValue();
        return new Parameter(component.getName(), type, param.doc(), defaultValue, param.optional(), param.pattern());
    }

    boolean required() {
        return defaultValue == null && !optional;
    }
}
