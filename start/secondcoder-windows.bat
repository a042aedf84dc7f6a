@echo off
rem Starts secondcoder, and installs it the first time: a Python of its own, in a folder of its own.
rem Nothing else on this computer is changed. With the word remove it takes all of that away again;
rem your studies stay. UNTRIED: nobody has run this file on Windows yet.
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHON=3.12"
set "UV=0.13.9"
set "HERE=%~dp0"
if not defined SECONDCODER_FOLDER set "SECONDCODER_FOLDER=%LOCALAPPDATA%\secondcoder-app"
set "APP=%SECONDCODER_FOLDER%"
set "MARK=%APP%\made-by-secondcoder"
if not defined SECONDCODER_TORCH set "SECONDCODER_TORCH=cpu"
if not defined SECONDCODER_UV_SITE set "SECONDCODER_UV_SITE=https://github.com/astral-sh/uv/releases/download/%UV%"

if /i "%~1"=="remove" goto remove
rem A copy whose name ends in -remove does it by a double click.
set "NAME=%~n0"
if /i "%NAME:~-7%"=="-remove" goto remove

set "WHEEL="
set "TWO="
for %%f in ("%HERE%secondcoder-*.whl") do (
  if defined WHEEL set "TWO=yes"
  set "WHEEL=%%~ff"
)
set "WHY=Two packages secondcoder-....whl lie beside this file. Keep the newer one alone."
if defined TWO goto failed
rem A newer package beside this file takes the place of the one that is installed.
if not exist "%APP%\installed" goto install
if not defined WHEEL goto start
fc /b "%WHEEL%" "%APP%\installed" >nul 2>nul && goto start

:install
set "WHY=The package secondcoder-....whl does not lie beside this file. Unpack the whole download into one folder."
if not defined WHEEL goto failed
echo secondcoder is installed into "%APP%"
echo This happens once. It fetches some hundred MiB and takes minutes.
rem What this file did not make is never removed.
set "WHY=The folder for the program is there already, with files that this file did not make. Name another as SECONDCODER_FOLDER."
if exist "%MARK%" rmdir /s /q "%APP%"
if exist "%APP%" rmdir "%APP%" 2>nul
if exist "%APP%" goto failed
set "WHY=The folder for the program could not be made. Name another as SECONDCODER_FOLDER."
mkdir "%APP%" || goto failed
type nul >"%MARK%" || goto failed
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
set "TORCH=--torch-backend %SECONDCODER_TORCH%"
if /i "%SECONDCODER_TORCH%"=="none" set "TORCH="
"%UVEXE%" pip install --python "%APP%\env\Scripts\python.exe" %TORCH% --constraint "%HERE%constraints.txt" "%WHEEL%" || goto failed
rmdir /s /q "%APP%\cache"
copy /b /y "%WHEEL%" "%APP%\installed" >nul || goto failed
echo Installed.

:start
echo The page opens in your browser. Leave this window open while you work; close it to stop.
"%APP%\env\Scripts\python.exe" -m secondcoder app %*
if errorlevel 1 pause
exit /b

:remove
set "WHY=There is nothing to remove, or the folder was not made by this file and is left as it is."
if not exist "%MARK%" goto failed
set "WHY=Some files could not be removed. Close the program and its windows first."
rmdir /s /q "%APP%"
if exist "%APP%" goto failed
echo secondcoder is removed. Your studies were left as they are.
pause
exit /b

:failed
echo.
echo This did not work: "%WHY%"
echo The folder for the program is "%APP%"
pause
exit /b 1
