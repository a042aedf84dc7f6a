@echo off
rem Starts secondcoder, and installs it the first time: a Python of its own, in a folder of its own.
rem Nothing else on this computer is changed. With the word remove it takes all of that away again;
rem your studies stay. UNTRIED: nobody has run this file on Windows yet.
setlocal EnableExtensions
set "PYTHON=3.12"
set "UV=0.13.9"
set "HERE=%~dp0"
if not defined SECONDCODER_FOLDER set "SECONDCODER_FOLDER=%LOCALAPPDATA%\secondcoder-app"
set "APP=%SECONDCODER_FOLDER%"
if not defined SECONDCODER_TORCH set "SECONDCODER_TORCH=cpu"
if not defined SECONDCODER_UV_SITE set "SECONDCODER_UV_SITE=https://github.com/astral-sh/uv/releases/download/%UV%"

if /i "%~1"=="remove" goto remove
if exist "%APP%\installed" goto start

set "WHEEL="
for %%f in ("%HERE%secondcoder-*.whl") do set "WHEEL=%%~ff"
if not defined WHEEL (
  set "WHY=The package secondcoder-....whl does not lie beside this file. Unpack the whole download into one folder."
  goto failed
)
echo secondcoder is installed into %APP%
echo This happens once. It fetches some hundred MiB and takes minutes.
if exist "%APP%" rmdir /s /q "%APP%"
mkdir "%APP%"
set "WHY=uv, which brings Python, could not be fetched. Check the network, then start again."
if defined SECONDCODER_UV (
  set "UVEXE=%SECONDCODER_UV%"
  goto python
)
set "ZIP=uv-x86_64-pc-windows-msvc.zip"
curl.exe -fsSL -o "%APP%\%ZIP%" "%SECONDCODER_UV_SITE%/%ZIP%" || goto failed
curl.exe -fsSL -o "%APP%\uv.sum" "%SECONDCODER_UV_SITE%/%ZIP%.sha256" || goto failed
set "WHY=uv did not come as it should. Start again; if it stays so, something on the way changes files."
set /p SUM=<"%APP%\uv.sum"
set "SUM=%SUM:~0,64%"
certutil -hashfile "%APP%\%ZIP%" SHA256 | findstr /i /c:"%SUM%" >nul || goto failed
mkdir "%APP%\uv"
tar.exe -xf "%APP%\%ZIP%" -C "%APP%\uv" || goto failed
del "%APP%\%ZIP%" "%APP%\uv.sum"
set "UVEXE=%APP%\uv\uv.exe"

:python
set "UV_CACHE_DIR=%APP%\cache"
set "UV_PYTHON_INSTALL_DIR=%APP%\python"
set "UV_NO_CONFIG=1"
set "WHY=Python could not be brought here. Check the network, then start again."
if not defined SECONDCODER_PYTHON set "SECONDCODER_PYTHON=%PYTHON%"
"%UVEXE%" venv --quiet --python "%SECONDCODER_PYTHON%" "%APP%\env" || goto failed
set "WHY=The packages could not be installed. Check the network and the room on the disk, then start again."
"%UVEXE%" pip install --python "%APP%\env\Scripts\python.exe" --torch-backend %SECONDCODER_TORCH% --constraint "%HERE%constraints.txt" "%WHEEL%" || goto failed
rmdir /s /q "%APP%\cache"
echo %WHEEL%> "%APP%\installed"
echo Installed.

:start
echo The page opens in your browser. Leave this window open while you work; close it to stop.
"%APP%\env\Scripts\python.exe" -m secondcoder app %*
if errorlevel 1 pause
exit /b

:remove
if not exist "%APP%\env" (
  echo There is nothing to remove in %APP%
  pause
  exit /b 1
)
rmdir /s /q "%APP%"
echo secondcoder is removed. Your studies were left as they are.
pause
exit /b

:failed
echo.
echo This did not work: %WHY%
pause
exit /b 1
