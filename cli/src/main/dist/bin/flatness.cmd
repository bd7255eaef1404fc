@echo off
rem Runs Flatness on Windows. JAVA_HOME chooses the Java; FLATNESS_JAVA_OPTIONS adds options for it (-Xmx8g).
setlocal
set "home=%~dp0.."
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if not defined FLATNESS_PLUGINS set "FLATNESS_PLUGINS=%home%\plugins"
"%java%" --enable-native-access=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions -XX:G1HeapRegionSize=1m -Dguice_bytecode_gen_option=DISABLED "-Dflatness.plugins=%FLATNESS_PLUGINS%" %FLATNESS_JAVA_OPTIONS% -jar "%home%\lib\flatness.jar" %*
exit /b %ERRORLEVEL%
